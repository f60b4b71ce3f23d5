import { Global, Module } from '@nestjs/common';
import { FailedSignIns } from './failed-sign-ins.js';
import { PlatformActors } from './platform-actors.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

/** Global: every module asks who is signed in. */
@Global()
@Module({
  controllers: [SessionController],
  providers: [Sessions, FailedSignIns, PlatformActors],
  exports: [Sessions, PlatformActors],
})
export class SessionModule {}
