import type { BenchDatabase } from './database.ts';
import { type Child, startChild } from './child.ts';
import { FloorClient } from './floor-client.ts';
import { PASSWORD, Product } from './product.ts';

/** Product and baseline on one database. */
export interface Stand {
  database: BenchDatabase;
  product: Product;
  productProcess: Child;
  floor: FloorClient;
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
  await database.addFloorTables();
}

export async function startStand(database: BenchDatabase): Promise<Stand> {
  const productProcess = await startChild('product-process.ts', productEnv(database));
  const floorProcess = await startChild('floor-process.ts', database.env.floor);
  return {
    database,
    product: await Product.signIn(productProcess.url),
    productProcess,
    floor: new FloorClient(floorProcess.url),
    async stop() {
      await productProcess.stop();
      await floorProcess.stop();
    },
  };
}
