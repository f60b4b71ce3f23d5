import { Module } from '@nestjs/common';
import { CustomFieldController } from './custom-field.controller.js';
import { PlatformCustomFields } from './platform-custom-fields.js';

@Module({
  controllers: [CustomFieldController],
  providers: [PlatformCustomFields],
  exports: [PlatformCustomFields],
})
export class CustomFieldsModule {}
