import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheckService, MikroOrmHealthIndicator } from '@nestjs/terminus';
import { KnownInputGuard, outageOfFolder, UserBatchUploadHealth } from 'user-batch-upload';
import { CONFIG } from '../config.module.js';
import type { Config } from '../config.js';

@ApiTags('health')
@Controller('health')
@UseGuards(KnownInputGuard)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: MikroOrmHealthIndicator,
    private readonly batchUpload: UserBatchUploadHealth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * 200 while the process serves and its database answers. A late, missing or full part makes the status `degraded`.
   * Otherwise 503 `UNAVAILABLE` with the same `details`.
   */
  @Get()
  async check() {
    const { details } = await this.health.check([() => this.database.pingCheck('database')]);
    const batchUpload = await this.batchUpload.check();
    const outage = await outageOfFolder(this.config.dataDir);
    return {
      status: batchUpload.isDegraded || outage ? 'degraded' : 'ok',
      details: {
        ...details,
        dataFolder: outage ? { status: 'degraded', reason: outage.reason } : { status: 'up' },
        batchUpload,
      },
    };
  }
}
