import { Activity } from '../activity/activity.entity.js';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { RoleEntity } from '../roles/role.entity.js';
import { PasswordLink } from '../passwords/password-link.entity.js';
import { Attempt } from '../session/attempt.entity.js';
import { Device } from '../session/device.entity.js';
import { Session } from '../session/session.entity.js';
import { User } from '../users/user.entity.js';
import { userBatchUploadEntities } from 'user-batch-upload';

export const ENTITIES = [
  Organisation,
  OfficeEntity,
  RoleEntity,
  CustomFieldEntity,
  User,
  Session,
  Invitation,
  PasswordLink,
  Attempt,
  Device,
  Activity,
  ...userBatchUploadEntities,
];
