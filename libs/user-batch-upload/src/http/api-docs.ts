import { SetMetadata } from '@nestjs/common';

/*
 * The metadata that @nestjs/swagger reads from controllers. A host may not have that package, so the library sets the
 * metadata by its keys and imports nothing. See decision 0014.
 */
export const ApiTags = (...tags: string[]) => SetMetadata('swagger/apiUseTags', tags);
export const ApiCookieAuth = () => SetMetadata('swagger/apiSecurity', [{ cookie: [] }]);
export const ApiExcludeController = () => SetMetadata('swagger/apiExcludeController', [true]);
