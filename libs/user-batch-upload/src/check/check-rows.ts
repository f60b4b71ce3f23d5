import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type CheckContext, ROW_RULE, type RowRuleCheck, type RowUnderCheck } from './row-rule.js';

const LONG_MS = 5;

/** Holds rows against every rule of every module. A rule that throws is a bug, and is thrown on. */
@Injectable()
export class CheckRows {
  private rules?: RowRuleCheck[];

  constructor(private readonly discovery: DiscoveryService) {}

  async check(rows: readonly RowUnderCheck[], context: CheckContext): Promise<void> {
    this.rules ??= this.find();
    for (const rule of this.rules) {
      const begun = performance.now();
      await rule.check(rows, context);
      // Requests wait for no more than one rule.
      if (performance.now() - begun > LONG_MS)
        await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Each class once: a rule that two modules provide would tell its problems twice. */
  private find(): RowRuleCheck[] {
    const rules = new Map<unknown, RowRuleCheck>();
    for (const { metatype, instance } of this.discovery.getProviders())
      if (metatype && instance && Reflect.hasMetadata(ROW_RULE, metatype) && !rules.has(metatype))
        rules.set(metatype, instance as RowRuleCheck);
    return [...rules.values()];
  }
}
