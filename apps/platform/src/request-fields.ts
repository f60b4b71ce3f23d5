import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches, ValidateIf } from 'class-validator';

/** A field that may be left out. Unlike `IsOptional` it does not take null for “left out”. */
export const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_request: object, value: unknown) => value !== undefined);

interface TextRules {
  least?: number;
  most?: number;
  optional?: boolean;
  /** The field is a list of such texts. */
  each?: boolean;
  /** May it have several lines? */
  lines?: boolean;
}

/**
 * Text as people type it: trimmed, in Unicode NFC, without control characters and halves of characters, which
 * PostgreSQL refuses to store.
 */
export function Text({
  least = 0,
  most = 254,
  optional = false,
  each = false,
  lines = false,
}: TextRules = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'string',
      isArray: each,
      required: !optional,
      ...(each ? {} : { minLength: least, maxLength: most }),
    }),
    ...(optional ? [MayBeLeftOut()] : []),
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map(tidied) : tidied(value),
    ),
    IsString({ each }),
    Length(least, most, {
      each,
      message: `$property must have ${least > 0 ? `${least} to ${most}` : `at most ${most}`} characters`,
    }),
    Matches(lines ? /^(?:[^\p{Cc}\p{Cs}]|[\t\r\n])*$/u : /^[^\p{Cc}\p{Cs}]*$/u, {
      each,
      message: '$property must not contain control characters',
    }),
  );
}

const tidied = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().normalize('NFC') : value;
