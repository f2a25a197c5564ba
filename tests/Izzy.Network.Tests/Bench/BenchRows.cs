namespace Izzy.Network.Tests.Bench;

/// <summary>
/// What the short run of the bench prints, in order: how many rows of each name, where each number is a #, and which stand beside a floor.
/// </summary>
internal static class BenchRows
{
    public const string All = """
        1 codec: encode a HERE with its report; floor: a copy | floor
        1 codec: encode: allocated
        1 codec: decode a HERE with its report; floor: a copy | floor
        1 codec: decode: allocated
        1 codec: sign a HERE of verified mode; floor: HMAC-SHA# of its bytes | floor
        1 codec: sign: allocated
        1 codec: check a HERE of verified mode; floor: HMAC-SHA# of its bytes | floor
        1 codec: check: allocated
        1 receive: datagrams taken, # IZZYs, one sender as fast as it can | floor
        1 receive: of those sent, taken | floor
        1 receive: processor time a datagram | floor
        1 receive: what one processor could take: a second by the processor time a datagram | floor
        1 receive: allocated a datagram | floor
        6 beat: # ms, idle, # Mothers for # s: p# late | floor
        2 beat: # ms, idle, # Mothers for # s: longest late | floor
        2 beat: # ms, idle, # Mothers for # s: left out for being a period late | floor
        2 beat: # ms, idle, # Mothers for # s: phase error at the end
        6 beat: # ms, # spinning threads a core, # Mothers for # s: p# late | floor
        2 beat: # ms, # spinning threads a core, # Mothers for # s: longest late | floor
        2 beat: # ms, # spinning threads a core, # Mothers for # s: left out for being a period late | floor
        2 beat: # ms, # spinning threads a core, # Mothers for # s: phase error at the end
        6 beat: # ms, storm of allocations, # Mothers for # s: p# late | floor
        2 beat: # ms, storm of allocations, # Mothers for # s: longest late | floor
        2 beat: # ms, storm of allocations, # Mothers for # s: left out for being a period late | floor
        2 beat: # ms, storm of allocations, # Mothers for # s: phase error at the end
        6 beat: # ms, # blocked pool items, # Mothers for # s: p# late | floor
        2 beat: # ms, # blocked pool items, # Mothers for # s: longest late | floor
        2 beat: # ms, # blocked pool items, # Mothers for # s: left out for being a period late | floor
        2 beat: # ms, # blocked pool items, # Mothers for # s: phase error at the end
        2 stop: in one process, # stops: p#; floor: handed over | floor
        2 stop: in one process, # stops: p#; floor: bare datagram | floor
        1 stop: in one process, # stops: longest; floor: handed over | floor
        2 stop: between two processes, # stops: p#; floor: handed over | floor
        2 stop: between two processes, # stops: p#; floor: bare datagram | floor
        1 stop: between two processes, # stops: longest; floor: handed over | floor
        1 stop: between two processes: first stop of a fresh IZZY; floor: handed over | floor
        2 silence: limit # ms, # silences: p# late | floor
        1 silence: limit # ms, # silences: longest late | floor
        1 silence: limit # ms, # silences: earliest | floor
        1 silence: limit # ms, # silences: stops beside them because the machine froze the process
        2 scale: no IZZY, a beat at # Hz: cores of an idle Mother
        4 scale: # IZZYs at # Hz: cores
        4 scale: # IZZYs at # Hz: live memory an IZZY
        4 scale: # IZZYs at # Hz: answers lost, receive buffer of # KiB
        4 scale: # IZZYs at # Hz: a snapshot meanwhile
        1 scale: # IZZYs at # Hz: processor time an answer, above an idle Mother's
        2 verified: # verified IZZYs at # Hz: processor time a beat and its answer
        2 verified: # verified IZZYs at # Hz: cores
        2 verified: # verified IZZYs at # Hz: beats that did not arrive
        2 verified: # verified IZZYs at # Hz: answers lost, receive buffer of # KiB
        2 verified: # verified IZZYs at # Hz: lateness of the beat, p#
        4 panel: # streams: p# late; floor: no panel | floor
        2 panel: # streams: cores of the process with Mother and panel; floor: no panel | floor
        1 start: izzy client: ready, median of #; floor: a bare program | floor
        1 start: izzy client: resident memory; floor: a bare program | floor
        1 start: izzy mother --no-panel: ready, median of #; floor: a bare program | floor
        1 start: izzy mother --no-panel: resident memory; floor: a bare program | floor
        """;
}
