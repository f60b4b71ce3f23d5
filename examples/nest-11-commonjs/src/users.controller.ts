import { EntityManager } from '@mikro-orm/core';
import { Controller, Get, Header } from '@nestjs/common';
import { User } from './entities.js';

@Controller('users')
export class UsersController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  list(): Promise<User[]> {
    return this.em.findAll(User, { orderBy: { id: 'asc' } });
  }

  /** The page, of all loads and of one. It also signs the admin in, as a stub. */
  @Get(['upload', 'upload/:id'])
  @Header('Content-Type', 'text/html')
  @Header('Set-Cookie', 'user=1; Path=/; HttpOnly; SameSite=Lax')
  page(): string {
    return `<!doctype html><html lang="en"><title>Batch upload</title>
      <script type="module" src="/user-batch-upload/ui.js"></script>
      <user-batch-upload base="/user-batch-upload" path="/users/upload"></user-batch-upload></html>`;
  }
}
