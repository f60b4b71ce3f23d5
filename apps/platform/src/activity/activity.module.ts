import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { RecordActivity } from './record-activity.listener.js';

@Module({ controllers: [ActivityController], providers: [RecordActivity] })
export class ActivityModule {}
