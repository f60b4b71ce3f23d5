import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { LinkLimits } from './link-limits.js';
import { PasswordController } from './password.controller.js';
import { PasswordLinks } from './password-links.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResets } from './password-resets.js';

@Module({
  imports: [MailModule],
  controllers: [PasswordController, PasswordResetController],
  providers: [PasswordLinks, PasswordResets, LinkLimits],
  exports: [PasswordLinks, LinkLimits],
})
export class PasswordsModule {}
