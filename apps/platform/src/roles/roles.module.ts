import { Module } from '@nestjs/common';
import { PlatformRoles } from './platform-roles.js';
import { RoleController } from './role.controller.js';

@Module({ controllers: [RoleController], providers: [PlatformRoles], exports: [PlatformRoles] })
export class RolesModule {}
