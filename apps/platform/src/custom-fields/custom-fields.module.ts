import { Module } from '@nestjs/common';
import { CustomFieldController } from './custom-field.controller.js';
import { EditCustomFields } from './edit-custom-fields.js';

@Module({ controllers: [CustomFieldController], providers: [EditCustomFields] })
export class CustomFieldsModule {}
