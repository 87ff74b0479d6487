-- Asks for the addresses of a file in turn: a path and a validator, with a tab between them, on each line.
local requests, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, tag = line:match("^([^\t]*)\t(.*)$")
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if tag ~= "" then headers["If-None-Match"] = tag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('{"requests": %d, "duration": %d, "bytes": %d, "errors": %d, "half": %d, "most": %d}\n',
    summary.requests, summary.duration, summary.bytes, wrong, latency:percentile(50), latency:percentile(99)))
end
