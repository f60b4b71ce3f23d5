import { type EntityManager, MikroORM } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { Office, Organisation, Role, User } from './entities.js';

const app = await NestFactory.create(AppModule);
app.enableShutdownHooks();
const orm = app.get(MikroORM);
await orm.migrator.up();
await seed(orm.em.fork());
await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
console.log(`${await app.getUrl()}/users/upload`);

/** One organisation with two offices, and an admin. */
async function seed(em: EntityManager): Promise<void> {
  if ((await em.count(User)) > 0) return;
  const organisation = em.create(Organisation, { name: 'Northwind' });
  const office = em.create(Office, { organisation, name: 'North' });
  em.create(Office, { organisation, name: 'South' });
  const role = em.create(Role, { name: 'Admin', isAdmin: true });
  em.create(Role, { name: 'Staff', isAdmin: false });
  em.create(User, {
    organisation,
    role,
    office,
    profileType: '1',
    email: 'admin@northwind.example',
    emailKey: 'admin@northwind.example',
    firstName: 'Alex',
    status: 'ACTIVE',
  });
  await em.flush();
}
