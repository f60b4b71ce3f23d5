import { EntityManager } from '@mikro-orm/core';
import { Body, Get, Param, Patch, Query } from '@nestjs/common';
import { offsetOf, SearchRequest } from '../paging.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { ChangeUser, noSuchUser } from './change-user.js';
import { User } from './user.entity.js';
import { UserRequest } from './user.request.js';
import { UserViews } from './user-views.js';

@SettingsController('users')
export class UserController {
  constructor(
    private readonly em: EntityManager,
    private readonly changeUser: ChangeUser,
    private readonly views: UserViews,
  ) {}

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() { search, ...page }: SearchRequest) {
    const found = await this.views.search(organisationId, search ?? '', offsetOf(page));
    return { ...found, ...page };
  }

  @Get(':id')
  async find(@Me() { organisationId }: SignedInUser, @Param('id') id: string) {
    const user = await this.em.findOne(User, { id, organisationId }, { disableIdentityMap: true });
    if (!user) throw noSuchUser();
    return this.views.show(user);
  }

  @Patch(':id')
  @SignedIn('administer')
  async update(@Me() me: SignedInUser, @Param('id') id: string, @Body() changes: UserRequest) {
    await this.changeUser.change(me, id, changes);
    return this.find(me, id);
  }
}
