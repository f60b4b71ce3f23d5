import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn, Matches } from 'class-validator';
import type { CustomFieldKind } from 'user-batch-upload';
import { MayBeLeftOut, Text } from '../request-fields.js';

const KINDS: CustomFieldKind[] = ['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'];

const HasALetterOrDigit = (): PropertyDecorator =>
  Matches(/[\p{L}\p{N}]/u, { message: '$property must have a letter or digit' });

class OptionsRequest {
  /** The options of a LIST. Other kinds have none. */
  @ArrayMaxSize(500)
  @ArrayUnique()
  @Text({ least: 1, each: true, optional: true })
  options?: string[];

  @ApiProperty({ required: false, default: false })
  @MayBeLeftOut()
  @IsBoolean()
  required?: boolean;
}

export class CustomFieldRequest extends OptionsRequest {
  @HasALetterOrDigit()
  @Text({ least: 1, most: 100 })
  label!: string;

  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind!: CustomFieldKind;
}

/** Changes to a field. Omitted properties stay as they are. The kind can't change, because users have values of it. */
export class CustomFieldChanges extends OptionsRequest {
  @HasALetterOrDigit()
  @Text({ least: 1, most: 100, optional: true })
  label?: string;
}
