import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

const WholeNumber = (most: number): PropertyDecorator =>
  applyDecorators(
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );

export const PageNumber = (): PropertyDecorator => WholeNumber(1_000_000);
export const PageSize = (): PropertyDecorator => WholeNumber(500);

/** The page of a list. Every list takes it. */
export class PageRequest {
  @PageNumber()
  page = 1;

  @PageSize()
  pageSize = 100;
}
