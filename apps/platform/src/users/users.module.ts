import { Module } from '@nestjs/common';
import { ChangeUser } from './change-user.js';
import { MailboxIsReachable } from './mailbox-is-reachable.rule.js';
import { PlatformUsers } from './platform-users.js';
import { UserController } from './user.controller.js';
import { UserViews } from './user-views.js';

@Module({
  controllers: [UserController],
  providers: [PlatformUsers, UserViews, ChangeUser, MailboxIsReachable],
  exports: [PlatformUsers],
})
export class UsersModule {}
