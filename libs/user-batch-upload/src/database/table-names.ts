import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  SchemableIdentifierNode,
  type UnknownRow,
} from 'kysely';
import { TABLES } from './tables.js';

/** The name of a table in the host's database: with the host's prefix, in the host's schema. */
export interface TableName {
  schema?: string;
  name: string;
}

/** The names of our tables in the host's database, by our own names. Read from the metadata of the host's ORM. */
export function tableNames(em: SqlEntityManager): ReadonlyMap<string, TableName> {
  const schema = em.config.get('schema') as string | undefined;
  return new Map(
    TABLES.map(({ meta }) => {
      const registered = em.getMetadata().getByClassName(meta.className, false);
      if (!registered)
        throw new Error(
          'The tables of user-batch-upload are not known to MikroORM. Add ...userBatchUploadEntities to its entities.',
        );
      return [meta.tableName, { schema: registered.schema ?? schema, name: registered.tableName }];
    }),
  );
}

/** Puts the host's names of our tables into a query. */
export class UseTableNames implements KyselyPlugin {
  readonly isNeeded: boolean;
  private readonly transformer: OperationNodeTransformer;

  constructor(names: ReadonlyMap<string, TableName>) {
    this.isNeeded = [...names].some(
      ([ours, { schema, name }]) => schema !== undefined || name !== ours,
    );
    this.transformer = new TableNamesTransformer(names);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.transformer.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

class TableNamesTransformer extends OperationNodeTransformer {
  constructor(private readonly names: ReadonlyMap<string, TableName>) {
    super();
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
  ): SchemableIdentifierNode {
    const { schema, name } = this.names.get(node.identifier.name) ?? {};
    if (node.schema || name === undefined) return node;
    return schema === undefined
      ? SchemableIdentifierNode.create(name)
      : SchemableIdentifierNode.createWithSchema(schema, name);
  }
}
