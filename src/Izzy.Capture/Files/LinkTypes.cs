namespace Izzy.Capture.Files;

/// <summary>What the frames of a capture begin with: the numbers that capture files have for it.</summary>
internal static class LinkTypes
{
    /// <summary>BSD loopback: four bytes of address family, in the byte order of the machine that captured.</summary>
    public const int Null = 0;

    /// <summary>Ethernet, and what systems make of Wi-Fi.</summary>
    public const int Ethernet = 1;

    /// <summary>IP without anything before it, in files of BSD systems.</summary>
    public const int RawOfBsd = 12;

    /// <summary>IP without anything before it, in files of OpenBSD.</summary>
    public const int RawOfOpenBsd = 14;

    /// <summary>IP without anything before it.</summary>
    public const int Raw = 101;

    /// <summary>OpenBSD loopback: four bytes of address family, big-endian.</summary>
    public const int Loop = 108;

    /// <summary>Linux cooked: what <c>tcpdump -i any</c> wrote for long.</summary>
    public const int LinuxCooked = 113;

    /// <summary>IPv4 without anything before it.</summary>
    public const int Ipv4 = 228;

    /// <summary>Linux cooked, version 2: it names the interface and the direction.</summary>
    public const int LinuxCooked2 = 276;
}
