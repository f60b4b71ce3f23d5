import { Module } from '@nestjs/common';
import { SettingsPages } from './settings.controller.js';

@Module({ controllers: [SettingsPages] })
export class SettingsModule {}
