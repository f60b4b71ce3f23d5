import { Module } from '@nestjs/common';
import { CustomFieldController } from './custom-field.controller.js';
import { EditCustomFields } from './edit-custom-fields.js';
import { PlatformCustomFields } from './platform-custom-fields.js';

@Module({
  controllers: [CustomFieldController],
  providers: [PlatformCustomFields, EditCustomFields],
  exports: [PlatformCustomFields],
})
export class CustomFieldsModule {}
