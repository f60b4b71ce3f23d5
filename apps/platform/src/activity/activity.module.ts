import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { KeepActivity } from './record-activity.listener.js';

@Module({ controllers: [ActivityController], providers: [KeepActivity] })
export class ActivityModule {}
