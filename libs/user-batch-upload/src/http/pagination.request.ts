import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** The page of a list. Every list takes it. */
export class PageRequest {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page = 1;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  pageSize = 100;
}
