import type { ModuleRef } from '@nestjs/core';
import { Runner } from './runner.js';
import { Worker } from './worker.js';

/** Works on the load in this process, after the request that ordered it. */
export class InProcessRunner extends Runner {
  constructor(private readonly modules: ModuleRef) {
    super();
  }

  wake(loadId: string): Promise<void> {
    setImmediate(() => void this.modules.get(Worker).work(loadId));
    return Promise.resolve();
  }

  isWell(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
