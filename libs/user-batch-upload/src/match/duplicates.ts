import { Injectable } from '@nestjs/common';
import { problemMessage } from '../load/messages.js';
import { Database } from '../sql/database.js';

export interface Duplicate {
  line: number;
  column: 'Email Address' | 'Internal ID';
  message: string;
}

const KEYS = [
  { key: 'touched_user', what: 'user', column: 'Email Address' },
  { key: 'given_email', what: 'e-mail', column: 'Email Address' },
  { key: 'given_internal_id', what: 'Internal ID', column: 'Internal ID' },
] as const;

/** Other lines that a message names, before it counts. */
const NAMED_LINES = 5;

/** Rows of one load that would touch the same user, or give the same e-mail or Internal ID to two. */
@Injectable()
export class Duplicates {
  constructor(private readonly db: Database) {}

  async find(loadId: string): Promise<Duplicate[]> {
    const found = new Map<number, Duplicate>();
    for (const key of KEYS)
      for (const lines of await this.groups(loadId, key.key))
        for (const line of lines)
          if (!found.has(line))
            found.set(line, { line, column: key.column, message: message(line, lines, key.what) });
    return [...found.values()];
  }

  private async groups(loadId: string, key: string): Promise<number[][]> {
    const rows = await this.db.query<{ shared: string; line: number }>(
      `select ${key} as shared, line from batch_upload_verdict
       where load_id = ? and ${key} in (
         select ${key} from batch_upload_verdict
         where load_id = ? and ${key} is not null group by ${key} having count(*) > 1)
       order by line`,
      [loadId, loadId],
    );
    const groups = new Map<string, number[]>();
    for (const { shared, line } of rows) {
      const group = groups.get(shared);
      if (group) group.push(line);
      else groups.set(shared, [line]);
    }
    return [...groups.values()];
  }
}

function message(line: number, lines: number[], what: (typeof KEYS)[number]['what']): string {
  const named = lines
    .slice(0, NAMED_LINES + 1)
    .filter((other) => other !== line)
    .slice(0, NAMED_LINES);
  return problemMessage('DUPLICATE_IN_FILE', {
    lines: named,
    more: lines.length - 1 - named.length,
    what,
  });
}
