import { BASE_HEADERS } from '../e2e/csv.ts';
import type { Random } from './random.ts';

export type Cells = Record<string, string>;

/** A user as the files require it. The cells change as loads finish. */
export interface Person {
  cells: Cells;
}

export interface Row {
  line: number;
  /** As they are when the load is finished. */
  cells: Cells;
  /** Cells that are wrong in the file, and put right in the review: by a fix of all rows, or one by one. */
  wrong?: Cells;
  /** A cell of the row is edited, and the edit undone. */
  isUndone?: boolean;
  action: 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';
  selected: boolean;
  email: boolean;
  /** Contested: another load writes the same person at the same time, and one of the two wins. */
  outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'SKIPPED' | 'CONTESTED';
  /** The user that an update changes. */
  person?: Person;
  changes: { column: string; from: string; to: string }[];
}

export interface PlannedLoad {
  name: string;
  rows: Row[];
  csv: string;
}

/** Marks the rows whose Email box is ticked, by a search. */
export const INVITED = 'Invitedperson';
/** A wrong office that is fixed in all rows, and what it becomes. */
export const WRONG_OFFICE = { value: 'Nort Clinic', to: 'North Clinic' };
/** Marks the rows that are unticked, by a search. */
export const UNTICKED = 'Untickedperson';

const HEADERS = [
  ...BASE_HEADERS,
  'Employee Notes',
  'Weekly Hours',
  'Start Date',
  'Remote',
  'Shift',
];
const OFFICES = ['North Clinic', 'South Clinic', 'West Clinic'];

type Draft = Omit<Row, 'line' | 'changes'> & { changes?: Row['changes'] };

export class Files {
  readonly people: Person[] = [];
  private readonly random: Random;
  private readonly prefix: string;
  private readonly taken: Set<Person>;
  private made = 0;

  /** `people`: the existing ones, in order of creation. At most one row of the round touches each. */
  constructor(random: Random, prefix: string, people: readonly Person[]) {
    this.random = random;
    this.prefix = prefix;
    this.people.push(...people);
    this.taken = new Set();
  }

  /** Creates, updates, unchanged and invalid rows in random order. */
  mixed(name: string, rows: number, invitations: number): PlannedLoad {
    const drafts: Draft[] = [];
    for (let invited = 0; invited < invitations; invited += 1) drafts.push(this.create(true));
    drafts.push(this.fixed(), { ...this.create(false), wrong: { 'Mobile Phone': '12' } });
    drafts.push({ ...this.create(false), isUndone: true });
    while (drafts.length < rows) {
      const kind = this.random.weighted([
        ['create', 45],
        ['update', 30],
        ['unchanged', 10],
        ['invalid', 10],
        ['fixed', 5],
        ['unticked', 5],
      ] as const);
      if (kind === 'create') drafts.push(this.create(false));
      else if (kind === 'unticked') drafts.push(this.unticked());
      else if (kind === 'invalid') drafts.push(...this.invalid());
      else if (kind === 'fixed') drafts.push(this.fixed());
      else {
        const person = this.someone();
        if (!person) drafts.push(this.create(false));
        else drafts.push(kind === 'update' ? this.update(person) : this.unchanged(person));
      }
    }
    return plan(name, this.random.shuffled(drafts));
  }

  /** Two loads that create and change the same people, in different orders and with different values. */
  contested(rows: number): [PlannedLoad, PlannedLoad] {
    const shared = Array.from({ length: rows }, () => this.create(false));
    for (let person = this.someone(); person && shared.length < rows * 1.5; person = this.someone())
      shared.push({ ...this.update(person), cells: person.cells });
    const side = (name: string) =>
      plan(
        name,
        this.random.shuffled(shared).map(({ cells, action, person }): Draft => {
          const column = 'First Name';
          const to = `Of ${name}`;
          const own = { selected: true, email: false, outcome: 'CONTESTED' } as const;
          if (!person) return { ...own, cells: { ...cells, [column]: to }, action };
          const key = { 'Email Address': cells['Email Address'] ?? '' };
          const changes = [{ column, from: cells[column] ?? '', to }];
          return { ...own, cells: { ...key, [column]: to }, action, person, changes };
        }),
      );
    return [side(`${this.prefix} left`), side(`${this.prefix} right`)];
  }

  /** Only updates. */
  updates(name: string, rows: number): PlannedLoad {
    const drafts: Draft[] = [];
    for (let person = this.someone(); person && drafts.length < rows; person = this.someone())
      drafts.push(this.update(person));
    return plan(name, drafts);
  }

  /** Reverts the updates of these loads, so that their users look as reviewed again. */
  static reverting(name: string, loads: readonly PlannedLoad[]): PlannedLoad {
    const rows = loads.flatMap((load) => load.rows).filter(({ outcome }) => outcome === 'UPDATED');
    return plan(
      name,
      rows.flatMap(({ person, changes }): Draft[] => {
        // A blank cell keeps the current value, so a blank value can't be restored. Nor can a key that matches nobody.
        const isLost = changes.some(
          ({ column, from }) => from === '' || column === 'Email Address',
        );
        if (!person || isLost) return [];
        const back = changes.map(({ column, from, to }) => ({ column, from: to, to: from }));
        return [
          {
            cells: {
              'Email Address': person.cells['Email Address'] ?? '',
              ...Object.fromEntries(back.map(({ column, to }) => [column, to])),
            },
            action: 'UPDATE',
            selected: true,
            email: false,
            outcome: 'UPDATED',
            person,
            changes: back,
          },
        ];
      }),
    );
  }

  private create(isInvited: boolean): Draft {
    const number = (this.made += 1);
    const { random } = this;
    const cells: Cells = {
      'Profile Type ID': random.of(['1', '1', '2']),
      'Email Address': `${this.prefix}.${number}@crash.example`,
      'First Name': isInvited ? `${INVITED} ${number}` : `First ${number}`,
      'Last Name': `Last ${random.whole(1, 999)}`,
      Office: random.of(OFFICES),
      'Profile Status': random.of(['ACTIVE', 'INACTIVE']),
      'Mobile Phone Country': 'USA',
      'Mobile Phone': `555${String(random.whole(0, 9_999_999)).padStart(7, '0')}`,
      'Weekly Hours': String(random.whole(1, 60)),
    };
    if (random.chance(0.5)) cells['Internal ID'] = `${this.prefix}-N${number}`;
    if (random.chance(0.3)) cells['Shift'] = random.of(['Day', 'Evening', 'Night']);
    if (random.chance(0.3)) cells['Remote'] = random.of(['Yes', 'No']);
    if (random.chance(0.3)) cells['Start Date'] = `2024-03-${random.whole(10, 28)}`;
    return { cells, action: 'CREATE', selected: true, email: isInvited, outcome: 'CREATED' };
  }

  private unticked(): Draft {
    const draft = this.create(false);
    draft.cells['Last Name'] = UNTICKED;
    return { ...draft, selected: false, outcome: 'SKIPPED' };
  }

  private fixed(): Draft {
    const draft = this.create(false);
    draft.cells['Office'] = WRONG_OFFICE.to;
    return { ...draft, wrong: { Office: WRONG_OFFICE.value } };
  }

  private invalid(): Draft[] {
    const { cells } = this.create(false);
    const spoil = this.random.whole(0, 3);
    const skipped = (spoiled: Cells): Draft => ({
      cells: spoiled,
      action: 'INVALID',
      selected: false,
      email: false,
      outcome: 'SKIPPED',
    });
    if (spoil === 0) return [skipped({ ...cells, Office: 'Nowhere' })];
    if (spoil === 1) return [skipped({ ...cells, 'Mobile Phone': '12' })];
    if (spoil === 2) return [skipped({ 'Internal ID': `${this.prefix}-nobody-${this.made}` })];
    return [skipped(cells), skipped({ ...cells, 'First Name': 'Twice' })];
  }

  private update(person: Person): Draft {
    const { random } = this;
    const cells: Cells = { 'Email Address': person.cells['Email Address'] ?? '' };
    const number = (this.made += 1);
    const values: Cells = {
      'First Name': `Changed ${this.prefix} ${number}`,
      'Last Name': `Changed ${this.prefix} ${number}`,
      Office: random.of(OFFICES.filter((office) => office !== person.cells['Office'])),
      // Contains the round's number: a later round could otherwise repeat the value, which changes nothing.
      'Weekly Hours': `${number}.${this.prefix.replace(/\D/g, '')}5`,
      'Employee Notes': `Note ${this.prefix} ${number}`,
    };
    const columns = random.shuffled(Object.keys(values)).slice(0, random.whole(1, 3));
    for (const column of columns) cells[column] = values[column] ?? '';
    const internalId = person.cells['Internal ID'];
    if (internalId && random.chance(0.2)) {
      // Matched by Internal ID, so the e-mail changes.
      cells['Internal ID'] = internalId;
      cells['Email Address'] = `${this.prefix}.moved.${number}@crash.example`;
    }
    const changes = HEADERS.flatMap((column) => {
      const from = person.cells[column] ?? '';
      const to = cells[column] ?? '';
      return to === '' || to === from ? [] : [{ column, from, to }];
    });
    return {
      cells,
      action: 'UPDATE',
      selected: true,
      email: false,
      outcome: 'UPDATED',
      person,
      changes,
    };
  }

  private unchanged(person: Person): Draft {
    return {
      cells: { ...person.cells },
      action: 'UNCHANGED',
      selected: false,
      email: false,
      outcome: 'UNCHANGED',
    };
  }

  private someone(): Person | undefined {
    for (let tries = 0; tries < 50 && this.people.length > 0; tries += 1) {
      const person = this.random.of(this.people);
      if (this.taken.has(person)) continue;
      this.taken.add(person);
      return person;
    }
    return undefined;
  }
}

function plan(name: string, drafts: readonly Draft[]): PlannedLoad {
  const rows = drafts.map((draft, index) => ({ changes: [], ...draft, line: index + 2 }));
  const lines = rows.map(({ cells, wrong }) =>
    HEADERS.map((header) => wrong?.[header] ?? cells[header] ?? '').join(','),
  );
  return { name, rows, csv: [HEADERS.join(','), ...lines, ''].join('\r\n') };
}

/** Applies the result of a finished load for later rows. `isWinner` decides contested rows. */
export function applyTo(
  people: Person[],
  load: PlannedLoad,
  isWinner: (row: Row) => boolean = () => false,
): void {
  for (const row of load.rows) {
    const isDone = row.outcome === 'CONTESTED' ? isWinner(row) : row.selected;
    if (!isDone) continue;
    if (row.person) for (const { column, to } of row.changes) row.person.cells[column] = to;
    else people.push({ cells: { ...row.cells } });
  }
}

export { HEADERS };
