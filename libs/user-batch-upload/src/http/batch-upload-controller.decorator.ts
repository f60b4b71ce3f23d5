import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes } from '@nestjs/common';
import { ActorGuard } from './actor.guard.js';
import { ApiCookieAuth, ApiTags } from './api-docs.js';
import { CrossSiteGuard } from './cross-site.guard.js';
import { KnownInputGuard } from './known-input.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { requestValidation } from './request-validation.js';

/** The path, guards, validation and filter of every controller of the library. */
export const BatchUploadController = (path = ''): ClassDecorator =>
  applyDecorators(
    Controller(`user-batch-upload${path}`),
    UseGuards(CrossSiteGuard, ActorGuard, KnownInputGuard),
    UsePipes(requestValidation()),
    UseFilters(ProblemFilter),
    ApiTags('user-batch-upload'),
    ApiCookieAuth(),
  );
