import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { MailLoadFinished } from './mail-load-finished.listener.js';

@Module({ imports: [MailModule], providers: [MailLoadFinished] })
export class LoadMailsModule {}
