namespace Izzy.Cli.Doctor;

/// <summary>Whether a firewall on this machine may keep the heartbeat out. Where the rules are not understood to their end, it doubts.</summary>
internal static class FirewallCheck
{
    private const string Check = "firewall";

    private const string Ufw = "ufw";
    private const string Firewalld = "firewalld";

    // Asking the old iptables loads its modules into a kernel that has none of its tables; this says whether it has.
    private const string OldTables = "/proc/net/ip_tables_names";

    public static Finding Look(int toClient, int fromClient)
    {
        var manager = Directory.Exists("/run/firewalld") ? Firewalld
            : File.Exists("/etc/ufw/ufw.conf") && File.ReadLines("/etc/ufw/ufw.conf").Any(line => line.Trim().Equals("ENABLED=yes", StringComparison.OrdinalIgnoreCase)) ? Ufw
            : null;
        var nft = SystemTool.Ask("nft", "list", "ruleset");
        var iptables = nft is null ? SystemTool.Ask("iptables", "-S") : null;
        var old = HasOldTables() ? SystemTool.Ask("iptables-legacy", "-S") : null;
        if (nft is not null || iptables is not null || old is not null)
            return JudgeRules(manager, nft, iptables, old, toClient, fromClient);
        return manager == Firewalld
            ? JudgeManager(manager, Allows(toClient), Allows(fromClient), toClient, fromClient, Superuser.IsMe)
            : JudgeManager(manager, false, false, toClient, fromClient, Superuser.IsMe);
    }

    /// <summary>What to say of rules that can be read. Pure.</summary>
    /// <param name="manager">What else keeps the rules, and how it is told of a port; null for nothing.</param>
    /// <param name="nft">What <c>nft list ruleset</c> prints; null where it cannot be asked.</param>
    /// <param name="iptables">What <c>iptables -S</c> prints.</param>
    /// <param name="old">What <c>iptables-legacy -S</c> prints.</param>
    /// <param name="toClient">The port at which IZZYs listen.</param>
    /// <param name="fromClient">The port at which Mother listens.</param>
    public static Finding JudgeRules(string? manager, string? nft, string? iptables, string? old, int toClient, int fromClient)
    {
        var (robot, mother) = (Pass(toClient), Pass(fromClient));
        if (robot.Fate == Fate.In && mother.Fate == Fate.In)
            return Finding.Ok(Check, $"no rule was seen that keeps UDP {toClient} or {fromClient} out");
        // One is enough for who is either; but only if somebody opened it, for then it is known which this machine is.
        if (robot is { Fate: Fate.In, Named: true })
            return Enough(Robot(toClient), Mother(fromClient));
        if (mother is { Fate: Fate.In, Named: true })
            return Enough(Mother(fromClient), Robot(toClient));
        var seen = new[] { (Port: toClient, Passage: robot), (Port: fromClient, Passage: mother) }.Where(each => each.Passage.Fate != Fate.In).ToList();
        var what = string.Join("; ", seen.Select(each => $"UDP {each.Port} {(each.Passage.Fate == Fate.Out ? "is kept out" : "may be kept out")}: {each.Passage.Because}"));
        string How(int port, FilterPassage passage) => Allow(manager, port) ?? passage.Allow?.Replace("PORT", $"{port}", StringComparison.Ordinal) ?? "";
        return Finding.Warning(Check, $"Of the rules of the packet filter, {what}", ToDo(seen.Select(each => (each.Port, How(each.Port, each.Passage))), toClient));

        FilterPassage Pass(int port) => FilterPassage.Through(
        [
            .. nft is null ? [] : NftRules.Read(nft, port),
            .. iptables is null ? [] : new[] { IptablesRules.Read(iptables, port) },
            .. old is null ? [] : new[] { IptablesRules.Read(old, port, "iptables-legacy") },
        ]);
    }

    /// <summary>What to say where the rules cannot be read. Pure.</summary>
    /// <param name="manager">ufw, firewalld or null for neither.</param>
    /// <param name="robotAllowed">Whether it says that it lets the IZZYs' port in.</param>
    /// <param name="motherAllowed">Whether it says that it lets Mother's port in.</param>
    /// <param name="toClient">The port at which IZZYs listen.</param>
    /// <param name="fromClient">The port at which Mother listens.</param>
    /// <param name="asRoot">Whether that is for want of a tool, and not of the right.</param>
    public static Finding JudgeManager(string? manager, bool robotAllowed, bool motherAllowed, int toClient, int fromClient, bool asRoot)
    {
        if (manager is null)
            return Finding.Ok(Check, $"neither ufw nor firewalld is on; other rules {(asRoot ? "were not read, for neither nft nor iptables is there to be asked" : $"can be read by root only ({Superuser.Doctor})")}");
        return (robotAllowed, motherAllowed) switch
        {
            (true, true) => Finding.Ok(Check, $"{manager} is on, and lets UDP {toClient} and {fromClient} in"),
            (true, false) => Enough(Robot(toClient), Mother(fromClient)),
            (false, true) => Enough(Mother(fromClient), Robot(toClient)),
            _ => Finding.Warning(
                Check,
                $"{manager} is on, and what it lets in {(manager == Ufw ? "can be read by root only" : $"is not UDP {toClient} or {fromClient}")}",
                $"{ToDo([(toClient, Allow(manager, toClient)!), (fromClient, Allow(manager, fromClient)!)], toClient)} To see whether it does: {Superuser.Doctor}."),
        };
    }

    private static Finding Enough(string open, string shut) => Finding.Ok(Check, $"{open} comes in; {shut} does not for certain: right for the one, not for the other");

    private static string Robot(int port) => $"UDP {port}, which a robot needs,";

    private static string Mother(int port) => $"UDP {port}, which Mother needs,";

    private static string ToDo(IEnumerable<(int Port, string How)> ways, int toClient) =>
        $"{string.Join("; ", ways.Select((way, index) => $"{(way.Port == toClient ? "On a robot" : index == 0 ? "For Mother" : "for Mother")}: {way.How}"))}.";

    private static string? Allow(string? manager, int port) => manager switch
    {
        Ufw => $"sudo ufw allow {port}/udp",
        Firewalld => $"sudo firewall-cmd --add-port={port}/udp (with --permanent to keep it)",
        _ => null,
    };

    private static bool Allows(int port) => SystemTool.Ask("firewall-cmd", $"--query-port={port}/udp") is not null;

    private static bool HasOldTables()
    {
        try
        {
            return File.Exists(OldTables) && File.ReadLines(OldTables).Contains("filter");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
