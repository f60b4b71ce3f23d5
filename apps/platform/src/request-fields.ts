import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Matches, ValidateBy, ValidateIf } from 'class-validator';

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

/** Units of a text that could still fit: NFC makes at most four characters into one, and each has at most two units. */
const UNITS_A_CHARACTER = 8;

/** The cost of NFC grows with the square of a text, and no text is longer than the request: what can't fit is cut off first. */
function tidied(value: unknown, most: number): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const limit = most * UNITS_A_CHARACTER;
  return text.length > limit ? text.slice(0, limit + 1) : text.normalize('NFC');
}

/** In code points. class-validator's `Length` does not count variation selectors, so that a text of any length could pass. */
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
