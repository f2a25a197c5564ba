using System.Net;
using Izzy.Heartbeat.Time;
using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Access;

/// <summary>Asks the rules for each request, and lets those in who know the token.</summary>
/// <param name="rules">The rules.</param>
/// <param name="token">The token.</param>
/// <param name="tell">Is told of wrong tokens.</param>
/// <param name="remote">Where a request comes from; tests pretend.</param>
internal sealed class Doorkeeper(AccessRules rules, OperatorToken token, Action<string> tell, Func<HttpContext, IPAddress?> remote)
{
    private readonly Sessions _sessions = new();
    private readonly WrongTokens _wrong = new();

    private static TimeSpan Now => SystemClock.Instance.Moment.Now;

    public Verdict Decide(Act act, HttpContext context) => rules.Decide(act, Describe(context));

    /// <summary>What the page may offer to whoever asks.</summary>
    public (bool CanView, bool CanReset, bool IsLocal) Rights(HttpContext context)
    {
        var caller = Describe(context);
        return (rules.MayDo(Act.View, caller), rules.MayDo(Act.Change, caller), caller.IsLocal);
    }

    /// <summary>Somebody typed a token.</summary>
    /// <param name="context">The request; on success its answer gets the cookie.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="wait">How long to wait before another attempt, if it did not count.</param>
    /// <returns>Whether it was right.</returns>
    public bool Enter(HttpContext context, string typed, out TimeSpan wait)
    {
        var address = remote(context) ?? IPAddress.None;
        wait = _wrong.ToWait(address, Now);
        if (wait > TimeSpan.Zero)
            return false;
        if (!token.Is(typed))
        {
            _wrong.Add(address, Now);
            tell($"A wrong token for the panel came from {address}.");
            return false;
        }

        _wrong.Forgive(address);
        var kept = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" };
        context.Response.Cookies.Append(Cookie(context), _sessions.Open(Now), kept);
        return true;
    }

    // A browser keeps cookies apart by the machine and not by the port: two panels on one must not take each other's away.
    private static string Cookie(HttpContext context) => FormattableString.Invariant($"izzy-{context.Connection.LocalPort}");

    private Caller Describe(HttpContext context)
    {
        var headers = context.Request.Headers;
        return new(
            remote(context),
            headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Via"),
            headers.Host.Count == 1 ? headers.Host.ToString() : null,
            headers.Origin.Count == 0 ? null : headers.Origin.ToString(),
            headers["Sec-Fetch-Site"] is { Count: > 0 } site ? site.ToString() : null,
            _sessions.Has(context.Request.Cookies[Cookie(context)], Now));
    }
}
