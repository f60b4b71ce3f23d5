import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type CheckContext, ROW_RULE, type RowRuleCheck, type RowUnderCheck } from './row-rule.js';

/** Holds rows against every rule of every module. A rule that throws is a bug, and is thrown on. */
@Injectable()
export class CheckRows {
  private rules?: RowRuleCheck[];

  constructor(private readonly discovery: DiscoveryService) {}

  async check(rows: readonly RowUnderCheck[], context: CheckContext): Promise<void> {
    this.rules ??= this.discovery
      .getProviders()
      .filter(({ metatype, instance }) => metatype && instance && Reflect.hasMetadata(ROW_RULE, metatype))
      .map(({ instance }) => instance as RowRuleCheck);
    for (const rule of this.rules) await rule.check(rows, context);
  }
}
