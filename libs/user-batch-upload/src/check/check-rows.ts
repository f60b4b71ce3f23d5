import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  type CheckContext,
  ROW_RULE,
  type RowRuleCheck,
  type RowRuleOptions,
  type RowUnderCheck,
} from './row-rule.js';

const LONG_MS = 5;

/** Checks rows by every rule of every module. If a rule throws, that is a bug, and the error is thrown on. */
@Injectable()
export class CheckRows {
  private rules?: FoundRule[];

  constructor(private readonly discovery: DiscoveryService) {}

  /** `unchanged`: rows that would change nothing. Only some rules check them. */
  async check(
    rows: readonly RowUnderCheck[],
    context: CheckContext,
    unchanged: readonly RowUnderCheck[] = [],
  ): Promise<void> {
    this.rules ??= this.find();
    for (const { rule, options } of this.rules) {
      const begun = performance.now();
      const seesAll = options.unchangedRows && unchanged.length > 0;
      await rule.check(seesAll ? [...rows, ...unchanged] : rows, context);
      // Gives other requests a turn after each rule.
      if (performance.now() - begun > LONG_MS)
        await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Each class once: a rule of two modules would report its problems twice. */
  private find(): FoundRule[] {
    const rules = new Map<unknown, FoundRule>();
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (!metatype || !instance || rules.has(metatype)) continue;
      const options = Reflect.getMetadata(ROW_RULE, metatype) as RowRuleOptions | undefined;
      if (options) rules.set(metatype, { rule: instance as RowRuleCheck, options });
    }
    return [...rules.values()];
  }
}

interface FoundRule {
  rule: RowRuleCheck;
  options: RowRuleOptions;
}
