import { Module } from '@nestjs/common';
import { SettingsPages } from './pages.controller.js';

@Module({ controllers: [SettingsPages] })
export class SettingsModule {}
