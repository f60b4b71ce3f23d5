import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheckService, MikroOrmHealthIndicator } from '@nestjs/terminus';
import { KnownInputGuard, UserBatchUploadHealth } from 'user-batch-upload';

@ApiTags('health')
@Controller('health')
@UseGuards(KnownInputGuard)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: MikroOrmHealthIndicator,
    private readonly batchUpload: UserBatchUploadHealth,
  ) {}

  /** 200 while the process serves and its database answers; what is merely late or gone makes it `degraded`. */
  @Get()
  async check() {
    const { details } = await this.health.check([() => this.database.pingCheck('database')]);
    const batchUpload = await this.batchUpload.check();
    return {
      status: batchUpload.isDegraded ? 'degraded' : 'ok',
      details: { ...details, batchUpload },
    };
  }
}
