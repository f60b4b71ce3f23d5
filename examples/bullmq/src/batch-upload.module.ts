import { Module } from '@nestjs/common';
import { UserBatchUploadModule } from 'user-batch-upload';
import { BullMQWakeUpModule } from 'user-batch-upload/bullmq';
import { portsFromEntities } from 'user-batch-upload/mikro-orm';
import { Office, Role, User } from './entities.js';
import { SignedInUser } from './signed-in-user.js';

const { module: entityPorts, ports } = portsFromEntities({
  offices: { entity: Office, organisation: 'organisation', name: 'name', label: 'Office' },
  roles: {
    entity: Role,
    name: 'name',
    mayGive: (own) => own.isAdmin,
    isAdministrator: (role) => role.isAdmin,
  },
  users: {
    entity: User,
    organisation: 'organisation',
    role: 'role',
    office: 'office',
    profileType: 'profileType',
    internalId: 'internalId',
    email: 'email',
    emailKey: 'emailKey',
    firstName: 'firstName',
    lastName: 'lastName',
    status: 'status',
    mobilePhoneCountry: 'mobilePhoneCountry',
    mobilePhone: 'mobilePhone',
  },
});

@Module({ providers: [SignedInUser], exports: [SignedInUser] })
class SignInModule {}

@Module({
  imports: [
    UserBatchUploadModule.forRoot({
      imports: [SignInModule, entityPorts],
      ports: { actors: SignedInUser, ...ports },
      wakeUp: BullMQWakeUpModule,
      // Any number of processes share the work. Some may only serve, such as those behind a load balancer.
      runWorker: process.env['WORKER'] !== 'no',
    }),
  ],
  exports: [UserBatchUploadModule],
})
export class BatchUploadModule {}
