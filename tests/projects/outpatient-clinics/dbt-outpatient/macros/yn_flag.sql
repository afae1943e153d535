{#- The record system writes flags as Y and N; anything else is not known. -#}
{% macro yn_flag(column) -%}
    case {{ column }} when 'Y' then true when 'N' then false end
{%- endmacro %}
