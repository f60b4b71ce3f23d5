import { CellsAreUndamaged } from './cells-are-undamaged.rule.js';
import { CellsFitTheHeader } from './cells-fit-the-header.rule.js';
import { DateExists } from './date-exists.rule.js';
import { EmailIsValid } from './email-is-valid.rule.js';
import { InternalIdIsIntact } from './internal-id-is-intact.rule.js';
import { NameHasALetterOrDigit } from './name-has-a-letter-or-digit.rule.js';
import { NumberIsPlain } from './number-is-plain.rule.js';
import { OfficeExists } from './office-exists.rule.js';
import { OptionExists } from './option-exists.rule.js';
import { PhoneCountryIsKnown } from './phone-country-is-known.rule.js';
import { PhoneHasTenDigits } from './phone-has-ten-digits.rule.js';
import { ProfileTypeIsKnown } from './profile-type-is-known.rule.js';
import { RequiredCellsAreFilled } from './required-cells-are-filled.rule.js';
import { StatusIsKnown } from './status-is-known.rule.js';
import { TextFits } from './text-fits.rule.js';
import { TextIsNoPlaceholder } from './text-is-no-placeholder.rule.js';
import { TextIsUndamaged } from './text-is-undamaged.rule.js';
import { PersonIsNew } from './person-is-new.rule.js';
import { PersonStaysTheSame } from './person-stays-the-same.rule.js';
import { UserIsNotDeleted } from './user-is-not-deleted.rule.js';
import { UserIsUnprotected } from './user-is-unprotected.rule.js';
import { YesNoIsKnown } from './yes-no-is-known.rule.js';

/** The rules of the library. The page lists their problems in this order. */
export const ROW_RULES = [
  RequiredCellsAreFilled,
  ProfileTypeIsKnown,
  InternalIdIsIntact,
  EmailIsValid,
  NameHasALetterOrDigit,
  OfficeExists,
  StatusIsKnown,
  PhoneCountryIsKnown,
  PhoneHasTenDigits,
  NumberIsPlain,
  DateExists,
  YesNoIsKnown,
  OptionExists,
  TextFits,
  CellsAreUndamaged,
  CellsFitTheHeader,
  UserIsUnprotected,
  UserIsNotDeleted,
  PersonIsNew,
  PersonStaysTheSame,
  TextIsNoPlaceholder,
  TextIsUndamaged,
];

export {
  CellsAreUndamaged,
  CellsFitTheHeader,
  DateExists,
  EmailIsValid,
  InternalIdIsIntact,
  NameHasALetterOrDigit,
  NumberIsPlain,
  OfficeExists,
  OptionExists,
  PersonIsNew,
  PersonStaysTheSame,
  PhoneCountryIsKnown,
  PhoneHasTenDigits,
  ProfileTypeIsKnown,
  RequiredCellsAreFilled,
  StatusIsKnown,
  TextFits,
  TextIsNoPlaceholder,
  TextIsUndamaged,
  UserIsNotDeleted,
  UserIsUnprotected,
  YesNoIsKnown,
};
