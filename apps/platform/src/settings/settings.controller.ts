import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Sessions, type SignedInUser } from '../session/sessions.js';
import { page } from './page.js';

const USERS = `<h1>Users</h1>
<p class="lead"><a class="button" href="/settings/users/batch-upload">Create or update many users from a file</a></p>
<platform-users></platform-users>`;

/** The platform's pages. Who isn't signed in is led to the sign-in page and back. */
@ApiExcludeController()
@Controller()
export class SettingsPages {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  home(@Res() response: Response): void {
    response.redirect('/settings/users');
  }

  @Get('settings')
  settings(@Res() response: Response): void {
    response.redirect('/settings/users');
  }

  @Get('sign-in')
  async signIn(
    @Req() request: Request,
    @Res() response: Response,
    @Query('next') next?: string,
  ): Promise<void> {
    if (await this.sessions.find(request)) response.redirect(localPath(next));
    else response.send(page('Sign in', '<platform-sign-in></platform-sign-in>'));
  }

  @Get('settings/users')
  users(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, (user) =>
      user.permissions.length > 0
        ? page('Users', USERS, { user })
        : page(
            'Users',
            '<h1>Users</h1><p>You may not see users. Ask an administrator for the permission.</p>',
            { user },
          ),
    );
  }

  @Get(['settings/users/batch-upload', 'settings/users/batch-upload/:id'])
  batchUpload(
    @Req() request: Request,
    @Res() response: Response,
    @Param('id') id?: string,
  ): Promise<void> {
    return this.show(request, response, (user) =>
      user.permissions.includes('batch-upload')
        ? page(
            'Batch Upload',
            `<user-batch-upload base="/api/user-batch-upload" path="/settings/users/batch-upload"${id && /^[\w-]+$/.test(id) ? ` load-id="${id}"` : ''}></user-batch-upload>`,
            { user, script: '/api/user-batch-upload/ui.js' },
          )
        : page(
            'Batch Upload',
            '<h1>Batch Upload</h1><p>You may not use batch upload. Ask an administrator for the permission.</p>',
            { user },
          ),
    );
  }

  @Get('settings/users/:id')
  user(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, (user) =>
      page('User', '<platform-user></platform-user>', { user }),
    );
  }

  @Get('invitations/:link')
  @Header('Referrer-Policy', 'no-referrer')
  invitation(@Res() response: Response): void {
    response.send(page('Invitation', '<platform-invitation></platform-invitation>'));
  }

  private async show(
    request: Request,
    response: Response,
    draw: (user: SignedInUser) => string,
  ): Promise<void> {
    const user = await this.sessions.find(request);
    if (user) response.send(draw(user));
    else response.redirect(`/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
  }
}

/** Only a path of this site: never another host. */
const localPath = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) ? next : '/settings/users/batch-upload';
