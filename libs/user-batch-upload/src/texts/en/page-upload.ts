import { pluralIn } from '../plural.js';

const plural = pluralIn('en');

/** The upload of a file, the matching of its columns, and how it was read. */
export const upload = {
  role: 'Role',
  chooseRole: 'Choose a role',
  roleHelp: 'New users get this role. Existing users keep theirs.',
  roleMissing: 'Choose the role for new users.',
  file: 'File',
  fileHelp: 'A CSV file or an Excel workbook (XLSX). You can also drop it anywhere on this page.',
  upTo: (rows: number, size: string) =>
    `Up to ${plural(rows, { one: '# row', other: '# rows' })} and ${size}.`,
  fileMissing: 'Choose a file, or drop it on this page.',
  oneFile: 'Drop one file at a time.',
  tooLarge: (file: string, size: string, most: string) =>
    `${file} has ${size}; at most ${most} can be uploaded. Divide it into several files.`,
  garbled: 'Text looks garbled?',
  detect: 'Detect automatically',
  submit: 'Submit File',
  sending: 'Sending the file…',
  checking: 'Checking the file…',
  progress: 'Upload',
  notes: 'What to know',
  template: 'Download the template',
  workbook: 'Download the Excel template',
  sample: 'Download a sample file',
  currentTemplate: 'Use the current template; don’t rename or delete columns.',
  toCreate:
    'To create: Profile Type ID (1 Individual, 2 Facility), Email Address, First Name (Business Name for a Facility), Last Name for Individuals, and Office.',
  toUpdate: 'To update: Email Address or Internal ID. Empty cells keep the current value.',
  office: 'Office is the exact name of an office in the platform.',
  /** `label`: the organisation's own word for an office. */
  officeCalled: (label: string) =>
    `Office is the exact name of an office in the platform, here called “${label}”.`,
  status:
    'Profile Status is ACTIVE, INACTIVE or DELETED; new users are INACTIVE unless you enter otherwise.',
  phone: 'Mobile Phone has exactly 10 digits; its country is a code such as USA or CAN.',
  dates: 'Dates as YYYY-MM-DD; decimals with a period.',
  kept: (days: number) =>
    `Nothing changes until you press Finish. ${plural(days, { one: '# day', other: '# days' })} after a load ends its cells are deleted. Counts and outcomes are kept.`,

  headersDiffer: (file: string) =>
    `The headers of ${file} are not those of the template. Choose the column of the template for each column of your file. The file stays chosen.`,
  continue: 'Continue',
  back: 'Back',
  noHeader: 'Column without a header',
  noCell: 'No cell is filled.',
  leaveOut: 'Leave out',
  /** `columns` names them; `count` is their number. */
  noColumnFor: (columns: string, count: number) =>
    `No column for ${columns}. New users need ${plural(count, { one: 'it', other: 'them' })}; existing users keep what they have.`,
  readAsBlank: (columns: string) => `Read as blank: ${columns}.`,
  noneChosen: 'Choose a column of the template for at least one column of your file.',
  chosenTwice: (column: string, header: string) => `${column} is already chosen for “${header}”.`,

  encoding: 'Encoding',
  sheet: 'Sheet',
  readAgain: 'Read again',
  readAs: (encoding: string) => `The file was read as ${encoding}.`,
  sheetRead: (sheet: string) => `The sheet “${sheet}” was read.`,
  scripts: {
    western: 'Western European',
    central: 'Central European',
    cyrillic: 'Cyrillic',
    greek: 'Greek',
    turkish: 'Turkish',
    hebrew: 'Hebrew',
    arabic: 'Arabic',
    baltic: 'Baltic',
    vietnamese: 'Vietnamese',
    thai: 'Thai',
    japanese: 'Japanese',
    chineseSimplified: 'Chinese, simplified',
    chineseTraditional: 'Chinese, traditional',
    korean: 'Korean',
  },
};
