using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Endpoints;

/// <summary>What every answer says to the browser: nothing from elsewhere, in no frame, kept nowhere.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        // Not "no-referrer": under that, a browser hides the origin of the plain page's form, and its STOP would be taken for a foreign page's.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
