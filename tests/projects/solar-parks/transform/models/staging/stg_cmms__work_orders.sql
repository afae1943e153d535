select
    wo_no,
    park_cd,
    inv_id,
    opened_at::date as opened_on,
    opened_at,
    onsite_at,
    closed_at,
    case fault
        when 'INV' then 'Inverter'
        when 'STR' then 'String'
        when 'TRK' then 'Tracker'
        when 'GRD' then 'Grid'
        when 'VAN' then 'Vandalism'
    end as fault_type,
    case prio when 1 then 'High' when 2 then 'Medium' when 3 then 'Low' end as prio,
    contractor,
    case status when 'O' then 'Open' when 'C' then 'Closed' when 'X' then 'Cancelled' end as wo_status,
    labour_hrs::decimal(6, 1) as labour_hrs,
    parts_cost::decimal(10, 2) as parts_cost,
    labour_cost::decimal(10, 2) as labour_cost,
    callout_fee::decimal(10, 2) as callout_fee,
    kwh_lost::decimal(10, 1) as lost_kWh,
    visit_cnt,
    warranty = 'Y' as is_warranty,
    incident = 'Y' as had_incident
from {{ source('cmms', 'work_order') }}
