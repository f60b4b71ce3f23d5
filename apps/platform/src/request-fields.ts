import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Matches, ValidateBy, ValidateIf } from 'class-validator';

/** An optional field. Unlike `IsOptional`, it rejects null. */
export const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_request: object, value: unknown) => value !== undefined);

interface TextRules {
  least?: number;
  most?: number;
  optional?: boolean;
  /** Whether the field is a list of such texts. */
  each?: boolean;
  /** Whether line breaks are allowed. */
  lines?: boolean;
}

/**
 * Text as people type it: trimmed, in Unicode NFC, without control characters and lone surrogates, which PostgreSQL
 * can't store.
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
      Array.isArray(value) ? value.map((one) => tidied(one, most)) : tidied(value, most),
    ),
    IsString({ each }),
    HasLength(least, most, each),
    Matches(lines ? /^(?:[^\p{Cc}\p{Cs}]|[\t\r\n])*$/u : /^[^\p{Cc}\p{Cs}]*$/u, {
      each,
      message: '$property must not contain control characters',
    }),
  );
}

/** UTF-16 units that can still fit: NFC merges at most four characters into one, and each has at most two units. */
const UNITS_A_CHARACTER = 8;

/** NFC can take quadratic time, so text that can't fit is cut off first. */
function tidied(value: unknown, most: number): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const limit = most * UNITS_A_CHARACTER;
  return text.length > limit ? text.slice(0, limit + 1) : text.normalize('NFC');
}

/** Counts code points. class-validator's `Length` ignores variation selectors and would accept text of any length. */
function HasLength(least: number, most: number, each: boolean): PropertyDecorator {
  const size = least === 0 ? `at most ${most}` : `${least} to ${most}`;
  return ValidateBy(
    {
      name: 'hasLength',
      constraints: [least, most],
      validator: {
        validate: (value: unknown) => {
          const length = typeof value === 'string' ? [...value].length : -1;
          return length >= least && length <= most;
        },
        defaultMessage: () => `$property must have ${size} characters`,
      },
    },
    { each },
  );
}
