-- A mixed load for the example service, about as its own: wrk -s scripts/orders.lua http://127.0.0.1:8080/
local json = { ["Content-Type"] = "application/json" }
local number = 0
local latest = "/health"

local function customer()
  return "Customer " .. (1 + math.floor(number / 20) % 50)
end

function request()
  number = number + 1
  local kind = number % 20
  if kind == 0 then
    return wrk.format("POST", "/login", json, '{"customer":"' .. customer() .. '"}')
  elseif kind <= 4 then
    local line = '{"article":"Rope, 10 m","quantity":2,"unitPriceInCents":1250}'
    local owner = '{"name":"' .. customer() .. '","email":"c@example.com","city":"Bergen"}'
    return wrk.format("POST", "/orders", json, '{"customer":' .. owner .. ',"lines":[' .. line .. "," .. line .. "]}")
  elseif kind <= 6 then
    return wrk.format("GET", "/orders?customer=" .. customer():gsub(" ", "%%20"))
  elseif number % 200 == 7 then
    return wrk.format("GET", "/export.csv")
  end
  return wrk.format("GET", latest)
end

-- Orders are forgotten in time, so the latest one is looked up.
function response(status, headers)
  latest = headers["Location"] or latest
end
