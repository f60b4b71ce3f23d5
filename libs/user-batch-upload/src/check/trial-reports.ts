import type { RowUnderCheck } from './row-rule.js';

type Reported = Parameters<RowUnderCheck['report']>[0];

/** Collects what a rule on trial reports, and keeps it off the rows. Contains no cell values, because it is logged. */
export class TrialReports {
  private count = 0;
  private readonly lines = new Set<number>();
  private example?: { line: number; problem: Reported };

  /** The row, as a rule on trial sees it. */
  of(row: RowUnderCheck): RowUnderCheck {
    const report = (problem: Reported): void => {
      this.count += 1;
      this.lines.add(row.line);
      this.example ??= { line: row.line, problem };
    };
    return Object.create(row, { report: { value: report } }) as RowUnderCheck;
  }

  /** Undefined if nothing was reported. */
  summary(): string | undefined {
    if (!this.example) return undefined;
    const { line, problem } = this.example;
    const about = [problem.column && `column ${problem.column}`, problem.severity ?? 'error'];
    return `${this.count} problems on ${this.lines.size} rows, for example ${problem.code} on line ${line} (${about.filter(Boolean).join(', ')}).`;
  }
}
