import { EntityManager } from '@mikro-orm/core';
import { Injectable, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { Database } from '../database/database.js';
import { missingTable } from '../database/missing-tables.js';
import { Actors } from '../ports/actors.port.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { Roles } from '../ports/roles.port.js';
import { Users } from '../ports/users.port.js';
import { outageOf } from '../problems/outage.js';
import { Options } from '../user-batch-upload.options.js';
import { providerFaults, scopeFault } from './provider-faults.js';
import { leavesTransaction } from './forked-port.js';

/** The faults of a mount. Each is one line that says how to fix it. */
export interface MountFaults {
  /** The application does not start with these. */
  errors: string[];
  /** The application starts, and its log has these. */
  warnings: string[];
}

const PORTS = [Actors, Offices, Roles, CustomFields, Users];

/** Checks at start that a host has mounted the library completely. */
@Injectable()
export class MountCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger(MountCheck.name);

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModuleRef,
    private readonly http: HttpAdapterHost,
    private readonly em: EntityManager,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { errors, warnings } = await this.check();
    for (const warning of warnings) this.logger.warn(warning);
    if (errors.length > 0) throw new Error(errors.join('\n'));
  }

  async check(): Promise<MountFaults> {
    const errors = [
      ...this.mountFaults(),
      ...this.scopeFaults(),
      ...providerFaults(this.discovery.getProviders()),
    ];
    // A faulty port can't be called.
    if (errors.length > 0) return { errors, warnings: [] };
    try {
      errors.push(...(await this.tableFaults()));
      if (errors.length > 0) return { errors, warnings: [] };
      return { errors: await this.forkFaults(), warnings: await this.users.findSetupFaults() };
    } catch (error) {
      // A process whose database is down still starts. Its health check reports the outage.
      if (outageOf(error)) return { errors, warnings: [] };
      throw error;
    }
  }

  private mountFaults(): string[] {
    const faults: string[] = [];
    if (this.discovery.getProviders().filter(({ token }) => token === Options).length > 1)
      faults.push(
        'UserBatchUploadModule is mounted twice. Keep one forRoot(), and import the module that has it where its exports are needed.',
      );
    const adapter = this.http.httpAdapter?.getType();
    if (adapter && adapter !== 'express')
      faults.push(
        `user-batch-upload receives files through Express, and this application runs on ${adapter}. Create it with NestFactory.create<NestExpressApplication>(AppModule).`,
      );
    return faults;
  }

  private scopeFaults(): string[] {
    return this.discovery
      .getProviders()
      .filter((one) => PORTS.includes(one.token as never) && !one.isDependencyTreeStatic())
      .map(({ inject }) => scopeFault(nameOf(inject?.[0])));
  }

  private async tableFaults(): Promise<string[]> {
    const table = await missingTable(this.modules.get(Database, { strict: false }));
    return table === undefined
      ? []
      : [
          `The table ${table} of user-batch-upload is missing or out of date. Re-export its migrations from your migrations folder ("export { UserBatchUpload0001Loads } from 'user-batch-upload';") and run "npx mikro-orm migration:up".`,
        ];
  }

  private async forkFaults(): Promise<string[]> {
    const { users } = this;
    if (!users.joinsTransaction) return [];
    const db = this.modules.get(Database, { strict: false });
    const keys = { ids: ['0'], emailKeys: ['nobody@example.invalid'], internalIds: ['0'] };
    const hasLeft = await leavesTransaction(this.em, db, () =>
      users.findByKeys('0', keys, { lock: true }),
    );
    return hasLeft
      ? [
          `${users.constructor.name} leaves the library's transaction. Use the injected EntityManager in place of em.fork(), or set "override readonly joinsTransaction = false" if the users are in another service.`,
        ]
      : [];
  }

  private get users(): Users {
    return this.modules.get(Users, { strict: false });
  }
}

/** Its hook runs before those of the modules that import it. */
@Module({ imports: [DiscoveryModule], providers: [MountCheck] })
export class MountCheckModule {}

const nameOf = (token: unknown): string =>
  typeof token === 'function' ? token.name : 'A port of user-batch-upload';
