-- The heartbeat of moving scenery for Wireshark and tshark: docs/capture.md says how to install it, docs/protocol.md what it reads.
--
-- It knows a heartbeat by its first twelve bytes, at whatever port. Nothing is judged but what stands in the datagram, and in
-- the same order as the receivers do it: a foreign dialect first, then the lengths, then the type. It has no key, so that
-- the trailer of verified mode is shown and not checked.

local izzy = Proto("izzy", "IZZY heartbeat")

local HEADER, LONGEST = 46, 255
local SIGNATURE, EARLY_SIGNATURE = "\x10izzymessage", "\x10hzzymessage"
local JAVA_HEADER = 47
local SHORT_REPORT, LONG_REPORT = 30, 85
local FOLLOWING = 3
local TRAILER, MARK, NO_ECHO = 48, "\x1FIZV", string.rep("\0", 8)

-- More answers to one HELLO are not listed beside it; each of them still names its HELLO.
local MOST_ANSWERS = 64

local types = {
    [1] = "HELLO", [2] = "HERE", [3] = "SETUP_ERROR", [4] = "MOVING",
    [5] = "FOLLOWING", [6] = "ESTOP", [7] = "OSC_COM_ERROR", [8] = "NOT_VALID",
}
local statuses = {
    [1] = "AVAILABLE", [2] = "MOVING", [3] = "FOLLOWING", [4] = "ESTOP", [5] = "BROKEN", [6] = "UNVERIFIED",
}
local roles = { [1] = "Mother", [2] = "IZZY" }
-- What an IZZY says to a beat; older ones answer with what they do as the type.
local answers = { [2] = true, [4] = true, [5] = true }

local f = {
    preamble = ProtoField.uint8("izzy.preamble", "Preamble", base.HEX),
    id = ProtoField.string("izzy.id", "Message id"),
    length = ProtoField.uint8("izzy.length", "Length", base.DEC, nil, nil, "Of the whole packet, 46 to 255 bytes"),
    sender = ProtoField.guid("izzy.sender", "Sender"),
    receiver = ProtoField.guid("izzy.receiver", "Receiver", "All zero: everyone"),
    type = ProtoField.uint8("izzy.type", "Message type", base.HEX, types),
    payload = ProtoField.bytes("izzy.payload", "Payload"),
    dialect = ProtoField.string("izzy.dialect", "Foreign dialect"),
    report = ProtoField.none("izzy.report", "Status report"),
    name = ProtoField.string("izzy.name", "Name", base.UNICODE),
    status = ProtoField.int32("izzy.status", "Status", base.DEC, statuses),
    x = ProtoField.int32("izzy.x", "x", base.UNIT_STRING, { " mm" }),
    y = ProtoField.int32("izzy.y", "y", base.UNIT_STRING, { " mm" }),
    z = ProtoField.int32("izzy.z", "z", base.UNIT_STRING, { " mm" }),
    heading = ProtoField.int32("izzy.heading", "Heading", base.UNIT_STRING, { "°" }),
    speed = ProtoField.int32("izzy.speed", "Speed", base.UNIT_STRING, { " mm/s" }),
    response_to = ProtoField.framenum("izzy.response_to", "Answer to the HELLO in", base.NONE, frametype.RESPONSE),
    response_in = ProtoField.framenum("izzy.response_in", "Answered by the HERE in", base.NONE, frametype.REQUEST),
    response_time = ProtoField.relative_time("izzy.response_time", "Time since the HELLO"),
    verified = ProtoField.none("izzy.verified", "Trailer of verified mode"),
    version = ProtoField.uint8("izzy.verified.version", "Version", base.HEX),
    role = ProtoField.uint8("izzy.verified.role", "Role", base.HEX, roles),
    session = ProtoField.uint64("izzy.verified.session", "Session", base.HEX),
    sequence = ProtoField.uint32("izzy.verified.sequence", "Sequence", base.DEC),
    pace = ProtoField.uint16("izzy.verified.pace", "Pace", base.UNIT_STRING, { " ms" }, nil, "Mother's beat period, or an IZZY's limit"),
    challenge = ProtoField.uint64("izzy.verified.challenge", "Challenge", base.HEX),
    echo = ProtoField.uint64("izzy.verified.echo", "Echo", base.HEX, nil, nil, "The challenge of the other side that was the newest; 0 for none"),
    mac = ProtoField.bytes("izzy.verified.mac", "MAC"),
    mark = ProtoField.bytes("izzy.verified.mark", "Mark"),
    echo_of = ProtoField.framenum("izzy.verified.echo_of", "Echo of the challenge first sent in", base.NONE, frametype.REQUEST),
    echo_age = ProtoField.relative_time("izzy.verified.echo_age", "Time since that challenge"),
}
local integers = { "status", "x", "y", "z", "heading", "speed" }

-- Eleven floats, while the IZZY follows a line, by the names that 'izzy decode --json' has for them.
local line_names = {
    "pidKp", "pidKi", "pidKd", "error", "errorAngle", "sensor1Min", "sensor1Max", "sensor1Reading",
    "sensor2Min", "sensor2Max", "sensor2Reading",
}
local line = {}
for i, name in ipairs(line_names) do
    line[i] = ProtoField.float("izzy.following." .. name, name)
end

local all = {}
for _, field in pairs(f) do all[#all + 1] = field end
for _, field in ipairs(line) do all[#all + 1] = field end
izzy.fields = all

local e = {
    length = ProtoExpert.new("izzy.length.wrong", "Wrong length: receivers reject this", expert.group.MALFORMED, expert.severity.ERROR),
    type = ProtoExpert.new("izzy.type.unknown", "Unknown message type: receivers reject this", expert.group.PROTOCOL, expert.severity.ERROR),
    dialect = ProtoExpert.new("izzy.dialect.foreign", "Foreign dialect: receivers reject this", expert.group.PROTOCOL, expert.severity.WARN),
    no_report = ProtoExpert.new("izzy.report.none", "The payload is no status report", expert.group.PROTOCOL, expert.severity.NOTE),
    estop = ProtoExpert.new("izzy.estop", "ESTOP", expert.group.SEQUENCE, expert.severity.NOTE),
    cut = ProtoExpert.new("izzy.cut", "The capture kept a part of this datagram only", expert.group.UNDECODED, expert.severity.NOTE),
    unchecked = ProtoExpert.new("izzy.verified.unchecked", "Signed; this dissector has no key and does not check the MAC", expert.group.SECURITY, expert.severity.NOTE),
    unknown = ProtoExpert.new("izzy.verified.unknown", "A trailer of a version or role that is not known: receivers take it for payload", expert.group.PROTOCOL, expert.severity.WARN),
}
izzy.experts = { e.length, e.type, e.dialect, e.no_report, e.estop, e.cut, e.unchecked, e.unknown }

-- What was found out in the first pass over a capture, by frame number. Cleared with each new capture.
local beats, hello_of, answers_of, challenges, echo_of
function izzy.init()
    beats, hello_of, answers_of, challenges, echo_of = {}, {}, {}, {}, {}
end

local function add_time(tree, field, delta)
    local seconds = math.floor(delta)
    tree:add(field, NSTime.new(seconds, math.floor((delta - seconds) * 1e9 + 0.5))):set_generated()
end

-- An answer names its Mother as receiver, and goes to the address that her HELLO came from.
local function link_frames(pinfo, kind, sender, receiver)
    if pinfo.visited then return end
    if kind == 1 then
        beats[sender .. tostring(pinfo.net_src)] = { frame = pinfo.number, time = pinfo.rel_ts }
        return
    end
    local beat = answers[kind] and beats[receiver .. tostring(pinfo.net_dst)]
    if not beat then return end
    hello_of[pinfo.number] = { frame = beat.frame, delta = pinfo.rel_ts - beat.time }
    local list = answers_of[beat.frame] or {}
    answers_of[beat.frame] = list
    if #list < MOST_ANSWERS then list[#list + 1] = pinfo.number end
end

local function show_links(pinfo, tree)
    local hello = hello_of[pinfo.number]
    if hello then
        tree:add(f.response_to, hello.frame):set_generated()
        add_time(tree, f.response_time, hello.delta)
    end
    for _, number in ipairs(answers_of[pinfo.number] or {}) do
        tree:add(f.response_in, number):set_generated()
    end
end

-- Whether bytes are UTF-8 as the receivers take it: no half letters, none written too long, no surrogates.
local function is_utf8(text)
    local i = 1
    while i <= #text do
        local c = text:byte(i)
        local more = c < 0x80 and 0 or (c >= 0xC2 and c < 0xE0) and 1 or (c >= 0xE0 and c < 0xF0) and 2 or (c >= 0xF0 and c < 0xF5) and 3
        if not more or i + more > #text then return false end
        for j = i + 1, i + more do
            local d = text:byte(j)
            if d < 0x80 or d > 0xBF then return false end
        end
        local d = text:byte(i + 1)
        if (c == 0xE0 and d < 0xA0) or (c == 0xED and d > 0x9F) or (c == 0xF0 and d < 0x90) or (c == 0xF4 and d > 0x8F) then return false end
        i = i + more + 1
    end
    return true
end

-- Whether the payload ends in so many bytes of numbers, a comma before each, and what status the first of them is.
local function form(payload, length)
    if payload:len() < length then return nil end
    local start = payload:len() - length
    for at = start, payload:len() - 1, 5 do
        if payload(at, 1):uint() ~= 0x2C then return nil end
    end
    return payload(start + 1, 4):le_int()
end

local function printable(text)
    return (text:gsub("[%c\127]", function(c) return string.format("\\x%02x", c:byte()) end))
end

-- Returns what the report says in a few words, or nil if the payload is none.
local function show_report(payload, tree)
    local length = form(payload, LONG_REPORT) == FOLLOWING and LONG_REPORT or SHORT_REPORT
    local status = form(payload, length)
    if not status or not statuses[status] then return nil end
    local name_length = payload:len() - length
    local name = name_length > 0 and payload(0, name_length):raw() or ""
    if not is_utf8(name) then return nil end

    local report = tree:add(f.report, payload())
    if name_length > 0 then
        report:add_packet_field(f.name, payload(0, name_length), ENC_UTF_8)
    else
        report:add(f.name, payload(0, 0), "")
    end
    local at = name_length + 1
    for _, field in ipairs(integers) do
        report:add_le(f[field], payload(at, 4))
        at = at + 5
    end
    if length == LONG_REPORT then
        for _, field in ipairs(line) do
            report:add_le(field, payload(at, 4))
            at = at + 5
        end
    end
    local summary = printable(name) .. " " .. statuses[status]
    report:append_text(": " .. summary)
    return summary
end

-- A challenge counts from the first packet with it, and is echoed by the other side.
local function link_echo(pinfo, role, challenge, echo)
    if pinfo.visited then return end
    local sent = echo ~= NO_ECHO and challenges[(3 - role) .. echo]
    if sent then echo_of[pinfo.number] = { frame = sent.frame, delta = pinfo.rel_ts - sent.time } end
    challenges[role .. challenge] = challenges[role .. challenge] or { frame = pinfo.number, time = pinfo.rel_ts }
end

-- Returns how many bytes of the payload are a trailer that is understood. The MAC is not checked.
local function show_trailer(payload, pinfo, tree)
    local at = payload:len() - TRAILER
    if at < 0 or payload(at + 44, 4):raw() ~= MARK then return 0 end
    local trailer = payload(at, TRAILER)
    local sub = tree:add(f.verified, trailer)
    local version, role = trailer(0, 1):uint(), trailer(1, 1):uint()
    sub:add(f.version, trailer(0, 1))
    sub:add(f.role, trailer(1, 1))
    if version ~= 1 or not roles[role] then
        sub:add_proto_expert_info(e.unknown)
        return 0
    end
    sub:add(f.session, trailer(2, 8))
    sub:add(f.sequence, trailer(10, 4))
    sub:add(f.pace, trailer(14, 2))
    sub:add(f.challenge, trailer(16, 8))
    sub:add(f.echo, trailer(24, 8))
    sub:add(f.mac, trailer(32, 12))
    sub:add(f.mark, trailer(44, 4))
    sub:append_text(": " .. roles[role] .. ", not checked")
    sub:add_proto_expert_info(e.unchecked)
    link_echo(pinfo, role, trailer(16, 8):raw(), trailer(24, 8):raw())
    local echoed = echo_of[pinfo.number]
    if echoed then
        sub:add(f.echo_of, echoed.frame):set_generated()
        add_time(sub, f.echo_age, echoed.delta)
    end
    return TRAILER
end

local function reject(pinfo, tree, note, text)
    tree:add_proto_expert_info(note, text)
    pinfo.cols.info = text
end

-- What no receiver takes, in their order; nil for a packet that is as it should be.
local function wrong(tvb, length)
    if length >= JAVA_HEADER and tvb(12, 2):uint() == length then
        return e.dialect, "Java dialect: a length of two bytes, and a header of 47", "Java"
    end
    if length > LONGEST then return e.length, "A packet has at most 255 bytes, and this one has " .. length end
    if length < HEADER then return e.length, "A packet has at least 46 bytes, and this one has " .. length end
    local said = tvb(12, 1):uint()
    if said < HEADER then return e.length, "The length byte says " .. said .. ", and a header alone has 46" end
    if said ~= length then return e.length, "The length byte says " .. said .. ", and the datagram has " .. length end
    local kind = tvb(45, 1):uint()
    if not types[kind] then return e.type, string.format("Unknown message type 0x%02X", kind) end
end

function izzy.dissector(tvb, pinfo, root)
    local length, kept = tvb:reported_len(), tvb:len()
    if kept < #SIGNATURE then return 0 end
    local signature = tvb(0, #SIGNATURE):raw()
    if signature ~= SIGNATURE and signature ~= EARLY_SIGNATURE then return 0 end

    pinfo.cols.protocol = "IZZY"
    local tree = root:add(izzy, tvb())
    tree:add(f.preamble, tvb(0, 1))
    tree:add(f.id, tvb(1, 11))
    if signature == EARLY_SIGNATURE then
        tree:add(f.dialect, tvb(1, 11), "early pyIzzy")
        reject(pinfo, tree, e.dialect, "Early pyIzzy dialect: the message id begins with 0x68")
        return kept
    end
    if kept < length then
        reject(pinfo, tree, e.cut, "Cut by the capture: " .. kept .. " of " .. length .. " bytes")
        return kept
    end
    local note, text, dialect = wrong(tvb, length)
    if note then
        if dialect then tree:add(f.dialect, tvb(12, 2), dialect) end
        if not dialect and length > 12 then tree:add(f.length, tvb(12, 1)) end
        reject(pinfo, tree, note, text)
        return kept
    end

    tree:add(f.length, tvb(12, 1))
    tree:add(f.sender, tvb(13, 16))
    tree:add(f.receiver, tvb(29, 16))
    tree:add(f.type, tvb(45, 1))
    local kind = tvb(45, 1):uint()
    local info = types[kind]
    if length > HEADER then
        local payload = tvb(HEADER, length - HEADER)
        tree:add(f.payload, payload)
        local trailer = show_trailer(payload, pinfo, tree)
        if payload:len() > trailer then
            local summary = show_report(payload(0, payload:len() - trailer):tvb(), tree)
            if summary then info = info .. " " .. summary else tree:add_proto_expert_info(e.no_report) end
        end
        if trailer > 0 then info = info .. ", signed (not checked)" end
    end
    if kind == 6 then tree:add_proto_expert_info(e.estop) end
    pinfo.cols.info = info
    link_frames(pinfo, kind, tvb(13, 16):raw(), tvb(29, 16):raw())
    show_links(pinfo, tree)
    return kept
end

izzy:register_heuristic("udp", function(tvb, pinfo, root)
    return izzy.dissector(tvb, pinfo, root) > 0
end)
DissectorTable.get("udp.port"):add_for_decode_as(izzy)
