import { Module } from '@nestjs/common';
import { OfficeController } from './office.controller.js';
import { PlatformOffices } from './platform-offices.js';

@Module({
  controllers: [OfficeController],
  providers: [PlatformOffices],
  exports: [PlatformOffices],
})
export class OfficesModule {}
