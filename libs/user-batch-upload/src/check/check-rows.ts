import { DriverException } from '@mikro-orm/core';
import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { outageOf } from '../problems/outage.js';
import { describeError } from '../problems/redact.js';
import { Options } from '../user-batch-upload.options.js';
import {
  type CheckContext,
  ROW_RULE,
  type RowRuleCheck,
  type RowRuleOptions,
  type RowUnderCheck,
} from './row-rule.js';
import { decoratedClass } from '../work/decorated-class.js';
import { TrialReports } from './trial-reports.js';

/** Milliseconds. After a rule that took longer, other requests get a turn. */
const LONG_MS = 5;
/** Milliseconds. A rule that takes longer for one chunk is logged. */
const SLOW_MS = 1_000;

interface FoundRule {
  name: string;
  rule: RowRuleCheck;
  options: RowRuleOptions;
}

/** Checks rows with the rules of every module, except those that the host leaves out. */
@Injectable()
export class CheckRows {
  private readonly logger = new Logger(CheckRows.name);
  private rules?: FoundRule[];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly options: Options,
  ) {}

  /** `unchanged`: rows that would change nothing. Only some rules check them. `restore` is called after a rule threw. */
  async check(
    rows: readonly RowUnderCheck[],
    context: CheckContext,
    unchanged: readonly RowUnderCheck[] = [],
    restore?: () => Promise<void>,
  ): Promise<void> {
    this.rules ??= this.find();
    for (const found of this.rules) {
      const seesAll = found.options.unchangedRows && unchanged.length > 0;
      const seen = seesAll ? [...rows, ...unchanged] : rows;
      const begun = performance.now();
      const completed = found.options.trial
        ? await this.tryOut(found, seen, context)
        : await this.apply(found, seen, context);
      if (!completed) await restore?.();
      const ms = performance.now() - begun;
      if (ms > SLOW_MS)
        this.logger.warn(`${found.name} took ${Math.round(ms)} ms for ${seen.length} rows.`);
      if (ms > LONG_MS) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** If the rule throws, every row gets a problem, because any of them may be wrong. */
  private async apply(
    found: FoundRule,
    rows: readonly RowUnderCheck[],
    context: CheckContext,
  ): Promise<boolean> {
    if (await this.completes(found, rows, context)) return true;
    const params = { rule: found.name };
    for (const row of rows) row.report({ column: '', code: 'SERVER_ERROR', params });
    return false;
  }

  /** The rows stay as they are, whatever the rule reports. */
  private async tryOut(
    found: FoundRule,
    rows: readonly RowUnderCheck[],
    context: CheckContext,
  ): Promise<boolean> {
    const reports = new TrialReports();
    const completed = await this.completes(
      found,
      rows.map((row) => reports.of(row)),
      context,
    );
    const summary = reports.summary();
    if (summary)
      this.logger.log(
        `Trial of ${found.name}, organisation ${context.organisationId}: ${summary} Rows checked: ${rows.length}.`,
      );
    return completed;
  }

  /**
   * Resolves to false, and logs why, if the rule throws. Throws if the database does not answer, so that the chunk is
   * checked again.
   */
  private async completes(
    { name, rule }: FoundRule,
    rows: readonly RowUnderCheck[],
    context: CheckContext,
  ): Promise<boolean> {
    const begun = performance.now();
    try {
      await rule.check(rows, context);
      return true;
    } catch (error) {
      if (error instanceof DriverException && outageOf(error)) throw error;
      const ms = Math.round(performance.now() - begun);
      this.logger.error(
        `${name} failed after ${ms} ms for ${rows.length} rows: ${describeError(error)}`,
      );
      return false;
    }
  }

  /** Each class once: a rule that two modules provide would report its problems twice. */
  private find(): FoundRule[] {
    const leftOut = new Set<unknown>(this.options.rules.leaveOut);
    const rules = new Map<unknown, FoundRule>();
    for (const provider of this.discovery.getProviders()) {
      const rule = decoratedClass(provider, ROW_RULE);
      if (!rule || !provider.instance || rules.has(rule) || leftOut.has(rule)) continue;
      const options = Reflect.getMetadata(ROW_RULE, rule) as RowRuleOptions;
      rules.set(rule, { name: rule.name, rule: provider.instance as RowRuleCheck, options });
    }
    return [...rules.values()];
  }
}
