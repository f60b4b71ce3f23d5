import type { Filter, Row, RowsPage } from './api-types.js';

type ProblemCount = RowsPage['problems'][number];

/** A page after one of its rows changed, with the totals of the filter and of the problems. */
export function afterChange(page: RowsPage, before: Row, after: Row, filter: Filter): RowsPage {
  const [was, is] = [before, after].map((row) => (fits(row, filter) ? boxesOf(row) : NO_BOXES));
  const selection = { ...page.selection };
  for (const name of ['boxes', 'selected', 'emailBoxes', 'emails'] as const)
    selection[name] += (is?.[name] ?? 0) - (was?.[name] ?? 0);
  return {
    ...page,
    items: page.items.map((row) => (row.line === after.line ? after : row)),
    selection,
    problems: problemsAfter(page.problems, before, after),
  };
}

export const hasBox = ({ action }: Pick<Row, 'action'>): boolean =>
  action === 'CREATE' || action === 'UPDATE';

export const boxesOf = (row: Row) => ({
  boxes: Number(hasBox(row)),
  selected: Number(row.selected),
  emailBoxes: Number(row.selected && row.hasEmailBox),
  emails: Number(row.email),
});

const NO_BOXES = { boxes: 0, selected: 0, emailBoxes: 0, emails: 0 };

/** Whether a row that was edited here still belongs to the rows of the filter. The search is left to the platform. */
function fits({ action, problems }: Row, { show, problem, column }: Filter): boolean {
  const isShown: Record<string, boolean> = {
    ready: hasBox({ action }),
    warning: problems.some(({ severity }) => severity === 'warning'),
  };
  const isOfKind = problems.some(
    (one) => one.code === problem && (column === undefined || one.column === column),
  );
  const isOfAction = !(show.toUpperCase() in ACTIONS) || action === show.toUpperCase();
  return (isShown[show] ?? isOfAction) && (problem === '' || isOfKind);
}

const ACTIONS: Record<Row['action'], true> = {
  CREATE: true,
  UPDATE: true,
  UNCHANGED: true,
  INVALID: true,
};

const keyOf = ({ column, code, severity }: Omit<ProblemCount, 'rows'>): string =>
  JSON.stringify([column, code, severity]);

const kindsOf = ({ problems }: Row): Map<string, Omit<ProblemCount, 'rows'>> =>
  new Map(
    problems.map(({ column, code, severity }) => [
      keyOf({ column, code, severity }),
      { column, code, severity },
    ]),
  );

function problemsAfter(problems: ProblemCount[], before: Row, after: Row): ProblemCount[] {
  const counts = new Map(problems.map((problem) => [keyOf(problem), problem]));
  const add = (rows: number) => (kind: Omit<ProblemCount, 'rows'>, key: string) =>
    counts.set(key, { ...kind, rows: (counts.get(key)?.rows ?? 0) + rows });
  kindsOf(before).forEach(add(-1));
  kindsOf(after).forEach(add(1));
  return [...counts.values()].filter(({ rows }) => rows > 0);
}
