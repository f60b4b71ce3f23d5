import type { BenchDatabase } from './database.ts';
import { type Child, startChild } from './child.ts';
import { BaselineClient } from './baseline-client.ts';
import { PASSWORD, Product } from './product.ts';

/** Product and baseline on one database. */
export interface Setup {
  database: BenchDatabase;
  product: Product;
  productProcess: Child;
  baseline: BaselineClient;
  stop(): Promise<void>;
}

export const productEnv = (database: BenchDatabase): Record<string, string> => ({
  PLATFORM_ADMIN_PASSWORD: PASSWORD,
  BATCH_UPLOAD_MAX_ROWS: '1000000',
  ...database.env.product,
});

/** The first product on a new database. It creates the tables that the baseline adds to. */
export async function prepare(database: BenchDatabase): Promise<void> {
  const child = await startChild('product-process.ts', productEnv(database));
  const product = await Product.signIn(child.url);
  await product.addExtraField();
  await child.stop();
  await database.addBaselineTables();
}

export async function startSetup(database: BenchDatabase): Promise<Setup> {
  const productProcess = await startChild('product-process.ts', productEnv(database));
  const baselineProcess = await startChild('baseline-process.ts', database.env.baseline);
  return {
    database,
    product: await Product.signIn(productProcess.url),
    productProcess,
    baseline: new BaselineClient(baselineProcess.url),
    async stop() {
      await productProcess.stop();
      await baselineProcess.stop();
    },
  };
}
