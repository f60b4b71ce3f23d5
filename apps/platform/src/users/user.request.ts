import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsIn, IsISO31661Alpha3, IsObject, Matches, ValidateIf } from 'class-validator';
import type { ProfileStatus, ProfileType } from 'user-batch-upload';
import { MayBeLeftOut, Text } from '../request-fields.js';

const PROFILE_TYPES: ProfileType[] = ['1', '2'];
const STATUSES: ProfileStatus[] = ['ACTIVE', 'INACTIVE', 'DELETED'];

/** Changes to a user. Omitted properties stay as they are. */
export class UserRequest {
  @ApiProperty({ enum: PROFILE_TYPES, required: false })
  @MayBeLeftOut()
  @IsIn(PROFILE_TYPES)
  profileType?: ProfileType;

  @Text({ optional: true })
  internalId?: string;

  @Text({ least: 1, optional: true })
  @IsEmail({}, { message: '$property must be an email address, such as ana@clinic.example' })
  // A letter of another script would let one mailbox pass for another's. A file is refused it too.
  @Matches(/^[\x21-\x7e]*$/, { message: '$property must have no letters but a to z' })
  email?: string;

  @Text({ least: 1, optional: true })
  @Matches(/[\p{L}\p{N}]/u, { message: '$property must have a letter or digit' })
  firstName?: string;

  @Text({ optional: true })
  @Matches(/^$|[\p{L}\p{N}]/u, { message: '$property must have a letter or digit' })
  lastName?: string;

  /** An office's id. */
  @Text({ optional: true })
  office?: string;

  /** A role's id. */
  @Text({ optional: true })
  role?: string;

  @ApiProperty({ enum: STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(STATUSES)
  status?: ProfileStatus;

  @Text({ optional: true })
  @ValidateIf((_request: object, value: unknown) => value !== '')
  @Matches(/^[A-Z]{3}$/, { message: '$property must be three capital letters' })
  @IsISO31661Alpha3({ message: '$property must be a country of ISO 3166, such as USA or CAN' })
  mobilePhoneCountry?: string;

  @Text({ optional: true })
  @Matches(/^(\d{10})?$/, { message: '$property must be exactly 10 digits' })
  mobilePhone?: string;

  /** By label. An empty value clears the field. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @MayBeLeftOut()
  @IsObject()
  // class-transformer would drop labels such as toString.
  @Transform(({ obj }: { obj: UserRequest }) => obj.customFields)
  customFields?: Record<string, unknown>;
}
