import {
  applyDecorators,
  type CanActivate,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  mixin,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { ApiCookieAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { KnownInputGuard, Refusal } from 'user-batch-upload';
import type { Permission } from '../roles/role.entity.js';
import { Sessions, type SignedInUser } from './sessions.js';

const USER = Symbol('signed-in user');

interface SignedInRequest extends Request {
  [USER]?: SignedInUser;
}

/** Allows signed-in users who have one of the permissions, or any signed-in user if none is named. */
function signedIn(permissions: Permission[]): Type<CanActivate> {
  @Injectable()
  class SignedInGuard implements CanActivate {
    constructor(private readonly sessions: Sessions) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = context.switchToHttp().getRequest<SignedInRequest>();
      const user = await this.sessions.find(request);
      if (!user)
        throw new Refusal('UNAUTHENTICATED', 'You are not signed in. Sign in and try again.');
      if (permissions.length > 0 && !permissions.some((one) => user.permissions.includes(one)))
        throw new Refusal(
          'FORBIDDEN',
          'You may not do this. Ask an administrator for the permission.',
        );
      request[USER] = user;
      return true;
    }
  }
  return mixin(SignedInGuard);
}

export const SignedIn = (...permissions: Permission[]) => UseGuards(signedIn(permissions));

/** A controller of the platform's settings. Either permission may read; changes need `administer`. */
export const SettingsController = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(path),
    SignedIn('administer', 'batch-upload'),
    UseGuards(KnownInputGuard),
    ApiTags(path),
    ApiCookieAuth(),
  );

export const Me = createParamDecorator((_: unknown, context: ExecutionContext): SignedInUser => {
  const user = context.switchToHttp().getRequest<SignedInRequest>()[USER];
  if (!user) throw new Error('Me needs SignedIn on the controller.');
  return user;
});
