import { IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { SHOW } from './rows-filter.js';

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

export class RowsFilterRequest {
  @IsOptional()
  @IsString()
  @MaxLength(500)
  search?: string;

  @IsOptional()
  @IsIn(SHOW)
  show?: (typeof SHOW)[number];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  problem?: string;
}

export class RowsRequest extends IntersectionType(PageRequest, RowsFilterRequest) {}

export class TicksRequest {
  @IsOptional()
  @IsBoolean()
  selected?: boolean;

  @IsOptional()
  @IsBoolean()
  email?: boolean;
}
