import { IntersectionType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageRequest } from '../page.request.js';
import { SHOW } from './rows-filter.js';

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
